/** What the command line asks of a cluster about objects of any kind, and about logs. Behind it is an API server, or a test. */

/** A kind as its path names it: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris */
export interface ObjectKind {
  /** "" for the core API. */
  group: string;
  version: string;
  plural: string;
}

export interface ObjectName {
  /** Absent for kinds that are in no namespace. */
  namespace?: string;
  name: string;
}

export interface ObjectQuery {
  /** @default all namespaces */
  namespace?: string;
  /** Label selector. */
  labels?: string;
  /** Field selector, for example `involvedObject.uid=…`. */
  fields?: string;
}

export interface LogQuery extends Required<ObjectName> {
  container: string;
  /** Until the container ends. */
  follow: boolean;
  /** Of the container's last restart. */
  previous: boolean;
  /** Ends it earlier. */
  signal: AbortSignal;
}

/** Every method throws `ApiFailure` where the API server refuses. */
export interface ObjectApi {
  /** Of the kubeconfig's context; undefined where it names none. */
  readonly namespace: string | undefined;
  /** @returns undefined where the cluster does not know the kind */
  list<T>(kind: ObjectKind, query: ObjectQuery): Promise<T[] | undefined>;
  /** @returns undefined where there is none of the name, or the cluster does not know the kind */
  get<T>(kind: ObjectKind, name: ObjectName): Promise<T | undefined>;
  /** @param dryRun only checks whether it would be admitted */
  create(kind: ObjectKind, namespace: string, object: object, dryRun?: "dry-run"): Promise<void>;
  /** By a JSON merge patch (RFC 7386). */
  patch(kind: ObjectKind, name: ObjectName, change: object): Promise<void>;
  /** With what it owns. One that is gone, or that has another uid by now, is no failure. */
  remove(kind: ObjectKind, name: ObjectName & { uid: string }): Promise<void>;
  /** Hands over a container's log as it comes; resolves at its end. */
  log(query: LogQuery, write: (text: string) => void): Promise<void>;
}
