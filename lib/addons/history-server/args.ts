/** What a user says about a history server. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { WorkloadIdentity } from "../../clusters/contract";
import type { Scheduling } from "../../plan/placement/scheduling";
import type { ImageMirrors } from "../mirrors";

export interface HistoryServerArgs {
  /** Namespace of the history server; must exist. */
  namespace: pulumi.Input<string>;
  /** Folder with the event logs, for example `s3a://bucket/spark-events`. */
  logUri: pulumi.Input<string>;
  /**
   * An image with Spark in /opt/spark and the file system's classes, which the Apache images lack. Spark 3.5.7, 4.0.1 or later:
   * older ones run code that an event log brings along (CVE-2025-54920). @default apache/spark:4.1.1
   */
  image?: pulumi.Input<string>;
  /** Registries of your own that images come from. @default the public ones */
  imageMirrors?: ImageMirrors;
  /**
   * Deletes logs that are older, for which the server needs the right to write them. Nothing is deleted unless asked for: the logs
   * may be older than the server, and the advice for the next run is drawn from them. @default logs are kept
   */
  cleaner?: { maxAgeDays: number };
  /**
   * Of a rolling log keeps the newest files as they are, and writes the others anew without the jobs, tasks and executors that are over:
   * their events are deleted, for which the server needs the right to write. For applications that run for weeks. @default logs are kept
   */
  compaction?: { filesToRetain: number };
  /** Seconds between two looks for new logs. @default 30 */
  updateSeconds?: number;
  /**
   * Makes the server reachable from outside the cluster, behind a login. @default a service inside the cluster, without a login
   */
  expose?: HistoryServerExposure;
  /** How the cloud knows the server. @default it has no identity */
  identity?: WorkloadIdentity;
  /** Where it may run. @default anywhere */
  scheduling?: Scheduling;
  /** Requests, and the limit of memory. @default 500m, 3072 MiB, of which 2048 MiB are heap */
  resources?: { cpuMillis: number; memoryMiB: number; heapMiB: number };
  /** Disk for what it has read, in GiB. @default 10 */
  diskGiB?: number;
  /**
   * Keeps what it has read on a volume of that size, so that a new pod does not read all logs again. The pod can then run only where the
   * volume is: in one zone. @default the disk of the node, of the default class where there is a volume
   */
  storeVolume?: { storageClass?: string };
  /** More configuration, or other values for what the library sets. */
  sparkConf?: Record<string, pulumi.Input<string>>;
  /** Where event logs lie on a volume (`file:`), that volume. */
  logVolume?: LogVolume;
}

/** One way in, by `gateway` or by `ingress`. */
export interface HistoryServerExposure {
  /** Host name of its own, for example `history.example.com`. Its DNS record is yours, as is the certificate. */
  host: string;
  /** Who may come in. */
  login: LoginArgs;
  /** A Gateway with a listener for the host that ends TLS and takes routes of the history server's namespace. */
  gateway?: {
    name: string;
    /** @default that of the history server */
    namespace?: string;
    /** The Gateway's listener. @default every one that takes the host */
    sectionName?: string;
  };
  /** An ingress controller that ends TLS. */
  ingress?: {
    className: string;
    /** A Secret of type kubernetes.io/tls in the namespace. @default the controller's own certificate */
    tlsSecret?: string;
    /** What the controller asks for. @default none */
    annotations?: Record<string, string>;
  };
}

/** A value in a Secret of the same namespace. */
export interface SecretReference {
  secret: pulumi.Input<string>;
  key: pulumi.Input<string>;
}

/** A secret text, of which the component makes a Secret, or one that is there. */
export type SecretValue = pulumi.Input<string> | SecretReference;

/** An OpenID Connect provider, and who of those that it knows may come in: at least one of `emailDomains` and `allowedGroups`. */
export interface LoginArgs {
  /** Where the provider's `/.well-known/openid-configuration` is, for example `https://login.example.com/realms/data`. */
  issuerUrl: string;
  /** Of the client that is registered there with the redirect URL `https://<host>/oauth2/callback`. */
  clientId: pulumi.Input<string>;
  clientSecret: SecretValue;
  /** 32 random bytes in URL-safe base64, that sessions are encrypted with: `openssl rand -base64 32 | tr -- '+/' '-_'`. */
  cookieSecret: SecretValue;
  /** Domains of mail addresses, for example `["example.com"]`; `["*"]` for everybody whom the provider knows. */
  emailDomains?: string[];
  /** Groups in the claim `groups`. @default any */
  allowedGroups?: string[];
  /** @default quay.io/oauth2-proxy/oauth2-proxy, pinned */
  image?: pulumi.Input<string>;
}

/** A volume with event logs. */
export interface LogVolume {
  mountPath: string;
  /** For example `{ persistentVolumeClaim: { claimName: "events" } }`. */
  source: Omit<kubernetes.types.input.core.v1.Volume, "name">;
}
