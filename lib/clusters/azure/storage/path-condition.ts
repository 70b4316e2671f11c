/**
 * A condition that limits a role at a container to directories, in Azure's language for attribute-based access. Pure.
 * @see https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
 */

const BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

/** What Storage Blob Data Reader and Contributor allow on one blob, listing apart. */
const ON_A_BLOB = [
  `ActionMatches{'${BLOBS}/read'} AND NOT SubOperationMatches{'Blob.List'}`,
  ...["write", "add/action", "delete", "move/action"].map((action) => `ActionMatches{'${BLOBS}/${action}'}`),
];

const LISTING = `ActionMatches{'${BLOBS}/read'} AND SubOperationMatches{'Blob.List'}`;

/**
 * @param paths directories without slashes at their ends; an empty one is the whole container
 * @returns undefined where nothing is to be limited.
 */
export function pathCondition(paths: string[]): string | undefined {
  if (paths.includes("")) return undefined;
  return [
    limited(ON_A_BLOB, `@Resource[${BLOBS}:path]`, paths),
    // Hadoop lists a directory by its name, with a slash or without.
    limited([LISTING], `@Request[${BLOBS}:prefix]`, paths),
  ].join(" AND ");
}

/** What is none of the actions passes; of the actions, what is a directory of the list or in one. */
function limited(actions: string[], attribute: string, paths: string[]): string {
  const others = actions.map((action) => `!(${action})`).join(" AND ");
  const within = paths.flatMap((path) => [
    `${attribute} StringEquals '${path}'`,
    `${attribute} StringStartsWith '${path}/'`,
  ]);
  return `((${others}) OR (${within.join(" OR ")}))`;
}
