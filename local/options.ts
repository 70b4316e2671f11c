/** What a person may say to `npm run up:local` and `npm run down:local`. */

import { Command, Option } from "commander";

export type Method = "auto" | "pulumi" | "apply";

export interface LocalOptions {
  /** Context of a cluster that is already there; absent, a control plane is started on this machine. */
  context?: string;
  kubeconfig?: string;
  method: Method;
}

export function localOptions(name: string, description: string): LocalOptions {
  return new Command(name)
    .description(description)
    .option("--context <name>", "use the cluster of this kubeconfig context instead of a control plane on this machine")
    .option("--kubeconfig <file>", "kubeconfig of that context (default: $KUBECONFIG, else ~/.kube/config)")
    .addOption(
      new Option(
        "--method <method>",
        "pulumi: the real engine; apply: render and kubectl apply; auto: pulumi where it is",
      )
        .choices(["auto", "pulumi", "apply"])
        .default("auto"),
    )
    .parse()
    .opts<LocalOptions>();
}
