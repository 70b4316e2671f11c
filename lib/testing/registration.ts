/** Reads the engine's registration messages into recorded resources. */

import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

import type { RecordedAlias, RecordedResource } from "./recording";
import { plainValue } from "./values";

/** A resource that the program declares. */
export function registeredResource(
  request: RegisterResourceRequest,
  urn: string,
  parent: string | undefined,
): RecordedResource {
  const inputs = plainValue(request.getObject());
  return {
    type: request.getType(),
    name: request.getName(),
    urn,
    ...(parent === undefined ? {} : { parent }),
    kind: request.getRemote() ? "remote" : request.getCustom() ? "custom" : "component",
    inputs: inputs.value,
    secrets: inputs.secrets,
    unknowns: inputs.unknowns,
    outputs: {},
    id: "",
    ...optional("provider", providerUrn(request.getProvider())),
    providers: Object.fromEntries(
      [...request.getProvidersMap().entries()].map(([name, reference]) => [name, providerUrn(reference)]),
    ),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()]
        .map(([property, urns]) => [property, urns.getUrnsList()] as const)
        .filter(([, urns]) => urns.length > 0),
    ),
    aliases: request.getAliasesList().map(recordedAlias),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    ...optional("deletedWith", request.getDeletedwith()),
    ...optional("importId", request.getImportid()),
  };
}

/** A resource that exists already and is looked up. */
export function readResource(request: ReadResourceRequest, urn: string, parent: string | undefined): RecordedResource {
  const inputs = plainValue(request.getProperties());
  return {
    type: request.getType(),
    name: request.getName(),
    urn,
    ...(parent === undefined ? {} : { parent }),
    kind: "read",
    inputs: inputs.value,
    secrets: inputs.secrets,
    unknowns: inputs.unknowns,
    outputs: {},
    id: "",
    ...optional("provider", providerUrn(request.getProvider())),
    providers: {},
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    aliases: [],
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    importId: request.getId(),
  };
}

function recordedAlias(alias: Alias): RecordedAlias {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  return {
    ...optional("name", spec.getName()),
    ...optional("type", spec.getType()),
    ...(spec.getNoparent() ? { parent: "" } : optional("parent", spec.getParenturn())),
  };
}

/** A reference to a provider is its URN, `::` and its id. */
export function providerUrn(reference: string): string {
  return reference.split("::").slice(0, 4).join("::");
}

function optional<K extends string>(key: K, value: string): Partial<Record<K, string>> {
  return value === "" ? {} : ({ [key]: value } as Record<K, string>);
}
