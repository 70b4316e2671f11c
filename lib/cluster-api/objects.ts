/** Objects of a cluster as the API server sends them: the fields that the command line reads. */

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid?: string;
  /** Whether this owner is the one that keeps the object. */
  controller?: boolean;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** RFC 3339. */
  creationTimestamp?: string;
  /** Set once the object is being deleted. */
  deletionTimestamp?: string;
  ownerReferences?: OwnerReference[];
}

/** Amounts as Kubernetes writes them, for example `3935m` of `cpu`. */
export type Quantities = Record<string, string>;

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    exitCode: number;
    signal?: number;
    reason?: string;
    message?: string;
    startedAt?: string;
    finishedAt?: string;
  };
}

export interface ContainerStatus {
  name: string;
  state?: ContainerState;
  lastState?: ContainerState;
  restartCount?: number;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}

export interface MatchExpression {
  key: string;
  operator: string;
  values?: string[];
}

/** One of these must match; within it, all expressions. */
export interface NodeSelectorTerm {
  matchExpressions?: MatchExpression[];
  matchFields?: MatchExpression[];
}

export interface PodSpec {
  nodeName?: string;
  schedulerName?: string;
  schedulingGates?: { name: string }[];
  nodeSelector?: Record<string, string>;
  affinity?: {
    nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: NodeSelectorTerm[] } };
  };
  tolerations?: Toleration[];
  terminationGracePeriodSeconds?: number;
  activeDeadlineSeconds?: number;
  initContainers?: { name: string; restartPolicy?: string; resources?: { requests?: Quantities } }[];
  containers: {
    name: string;
    image?: string;
    args?: string[];
    ports?: { name?: string; containerPort: number }[];
    resources?: { requests?: Quantities; limits?: Quantities };
  }[];
  volumes?: { name: string; configMap?: { name?: string } }[];
}

export interface Pod {
  metadata: ObjectMeta & { namespace: string };
  spec: PodSpec;
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    startTime?: string;
    conditions?: Condition[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

export interface NodeTaint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

export interface ClusterNode {
  metadata: ObjectMeta;
  spec: { providerID?: string; unschedulable?: boolean; taints?: NodeTaint[] };
  status?: { allocatable?: Quantities; capacity?: Quantities; conditions?: Condition[] };
}

/** Of the core API; the newest of a series. */
export interface ClusterEvent {
  metadata: ObjectMeta;
  type?: string;
  reason?: string;
  message?: string;
  involvedObject: { kind?: string; namespace?: string; name?: string; uid?: string };
  source?: { component?: string };
  reportingComponent?: string;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { lastObservedTime?: string };
}

export interface ResourceQuota {
  metadata: ObjectMeta;
  status?: { hard?: Quantities; used?: Quantities };
}
