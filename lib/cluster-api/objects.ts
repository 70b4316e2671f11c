/** Objects of a cluster as the API server sends them: the fields that the command line reads. */

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
  ownerReferences?: { apiVersion: string; kind: string; name: string }[];
}

export interface Pod {
  metadata: ObjectMeta & { namespace: string };
  spec: {
    nodeName?: string;
    containers: { name: string; ports?: { name?: string; containerPort: number }[] }[];
  };
  status?: { phase?: string; reason?: string };
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
}
