/** Plays the boot of the simulated machines: a node is Ready only when its seeded time has passed. */

import { waitUntil } from "../../../local/wait";
import { type Api } from "./api";
import { type Mirror } from "./mirror";
import { type Node } from "./observer";
import { randomNumbers } from "./random";

/** On a node that is not up yet; local/control-plane/stages.yaml makes no node Ready that carries it. */
export const bootAnnotation = { name: "spark-platform/boot", booting: "waiting", booted: "done" } as const;

export interface BootTimes {
  /** Seconds from the Node's creation until its kubelet says Ready. */
  from: number;
  to: number;
  seed: number;
}

const policy = "simulated-boots";
const admission = "/apis/admissionregistration.k8s.io/v1";

/** Lets every node with the annotation boot; the n-th node of two runs with one seed takes equally long. */
export async function playBoots(
  api: Api,
  nodes: Mirror<Node>,
  { from, to, seed }: BootTimes,
): Promise<{ stop(): void }> {
  await registerUnready(api);
  const random = randomNumbers(seed);
  const timers = new Set<NodeJS.Timeout>();
  nodes.listen((change, { metadata }) => {
    if (change !== "added" || metadata.annotations?.[bootAnnotation.name] !== bootAnnotation.booting) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        const annotations = { [bootAnnotation.name]: bootAnnotation.booted };
        // A node that went while it booted needs nothing.
        api.patch(`/api/v1/nodes/${metadata.name}`, { metadata: { annotations } }).catch(() => undefined);
      },
      (from + random() * (to - from)) * 1000,
    );
    timers.add(timer);
  });
  return { stop: () => timers.forEach((timer) => clearTimeout(timer)) };
}

/**
 * Makes the API server take such a node as a kubelet registers it: not Ready. Of a node without any condition the control plane
 * takes the taint away that keeps pods off.
 */
async function registerUnready(api: Api): Promise<void> {
  const { name, booting } = bootAnnotation;
  const condition = 'Object.status.conditions{type: "Ready", status: "False", reason: "KubeletNotReady"}';
  await api.create(`${admission}/mutatingadmissionpolicies`, {
    metadata: { name: policy },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      matchConstraints: {
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["nodes"] }],
      },
      matchConditions: [
        {
          name: "boots",
          expression: `object.metadata.?annotations[?"${name}"].orValue("") == "${booting}"`,
        },
      ],
      mutations: [
        // Not a JSONPatch: a list of objects as its value makes an API server of 1.36 panic.
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: { expression: `Object{status: Object.status{conditions: [${condition}]}}` },
        },
      ],
    },
  });
  await api.create(`${admission}/mutatingadmissionpolicybindings`, {
    metadata: { name: policy },
    spec: { policyName: policy },
  });
  const node = { metadata: { generateName: "trial-", annotations: { [name]: booting } } };
  const isActive = async () => {
    const trial = await api.create<Node>("/api/v1/nodes?dryRun=All", { apiVersion: "v1", kind: "Node", ...node });
    return trial.status?.conditions?.length === 1;
  };
  if (!(await waitUntil(isActive, { timeoutMs: 60_000 }))) throw new Error(`the policy ${policy} does not take effect`);
}
