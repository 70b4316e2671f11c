/** Why an object could not be made, from what an operator or the API server says. */

import type { Explained } from "./exit-codes";

type Reader = (match: RegExpExecArray) => Explained;

const readers: readonly (readonly [pattern: RegExp, read: Reader])[] = [
  // k8s.io/apiserver: pkg/admission/plugin/resourcequota/controller.go
  [
    /exceeded quota: ([^\s,]+), requested: (.+?), used: (.+?), limited: ([^\s"\]}]+)/,
    ([, quota, requested, used, limited]) => ({
      what: `the ResourceQuota ${quota} is used up: asked for ${requested}, used ${used} of ${limited}`,
      change: `Wait for pods of the namespace to end, ask for less, or raise ${quota}.`,
    }),
  ],
  // pkg/admission/plugin/resourcequota: what a quota counts must be stated by every pod
  [
    /failed quota: ([^\s:]+): must specify ([^"\n]+)/,
    ([, quota, resources]) => ({
      what: `the ResourceQuota ${quota} wants every pod to state ${resources}`,
      change: `Spark sets no CPU limits: take ${resources} out of ${quota}, or give the namespace a LimitRange with defaults.`,
    }),
  ],
  // k8s.io/pod-security-admission: admission/admission.go
  [
    /violates PodSecurity "([^"]+)": (.+)/s,
    ([, level, why = ""]) => ({
      what: `Pod Security "${level}" refuses the pod: ${firstLine(why)}`,
      change: "Give the pod the security context of the platform's pod templates, or lower the namespace's level.",
    }),
  ],
  // k8s.io/apiserver: pkg/admission/plugin/webhook/errors/statuserror.go
  [
    /admission webhook "([^"]+)" denied the request:? ?(.*)/s,
    ([, webhook, why = ""]) => ({
      what: `the admission webhook ${webhook} refuses it${why === "" ? "" : `: ${firstLine(why)}`}`,
      change: "Change what it refuses, or ask whoever keeps that webhook.",
    }),
  ],
  // k8s.io/apiserver: pkg/util/webhook/error.go
  [
    /failed calling webhook "([^"]+)": (.+)/s,
    ([, webhook, why = ""]) => ({
      what: `the admission webhook ${webhook} does not answer: ${firstLine(why)}`,
      change: "Look at the pods behind the webhook: they must run, and the control plane must reach their port.",
    }),
  ],
  [
    /User "([^"]+)" cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?/,
    ([, user, verb, resource]) => ({
      what: `${user} has no right to ${verb} ${resource}`,
      change: "Bind a Role with that right to the service account.",
    }),
  ],
  [
    /(?:ImagePullBackOff|ErrImagePull|InvalidImageName)/,
    ([reason]) => ({ what: `its image can't be pulled (${reason})`, change: "Compare image and registry rights." }),
  ],
];

/** @returns undefined where the message is none that is known */
export function explainMessage(message: string): Explained | undefined {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(message);
    if (match !== null) return read(match);
  }
  return undefined;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
