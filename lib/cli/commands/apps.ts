/** `spark-platform apps`: applications of a cluster, whichever way they were submitted. */

import type { Command } from "commander";

import type * as clockModule from "../../drill/clock";
import type { Answer } from "../answer";
import type * as changeModule from "../answers/apps-change";
import type * as describeModule from "../answers/apps-describe";
import type * as listModule from "../answers/apps-list";
import type * as logsModule from "../answers/apps-logs";
import type * as scheduleModule from "../answers/apps-schedule";
import type * as optionsModule from "../options/apps-options";
import { print, type Session } from "./answering";
import { type AccessOptions, addAccessOptions, connected, untilSignal } from "./cluster-access";

interface Options extends optionsModule.ScopeOptions, AccessOptions {
  json?: true;
}

type Api = Awaited<ReturnType<typeof connected>>;

/* eslint-disable @typescript-eslint/no-require-imports -- none of these is needed for --help */
const load = {
  change: () => require("../answers/apps-change") as typeof changeModule,
  clock: () => (require("../../drill/clock") as typeof clockModule).systemClock,
  describe: () => require("../answers/apps-describe") as typeof describeModule,
  list: () => require("../answers/apps-list") as typeof listModule,
  logs: () => require("../answers/apps-logs") as typeof logsModule,
  options: () => require("../options/apps-options") as typeof optionsModule,
  schedule: () => require("../answers/apps-schedule") as typeof scheduleModule,
};
/* eslint-enable @typescript-eslint/no-require-imports */

export function addApps(program: Command, session: Session): void {
  const apps = program.command("apps").description("See and steer the applications of a cluster.");
  apps.helpCommand(false);
  const answering = <Rest extends unknown[]>(
    answer: (api: Api, scope: optionsModule.Scope, ...rest: Rest) => Promise<Answer>,
  ) => {
    return async (options: Options, ...rest: Rest) => {
      // What is wrong with the call is said before a cluster is asked.
      const scope = load.options().readScope(options);
      print(session, await answer(await connected(options), scope, ...rest), options);
    };
  };
  const list = answering((api, scope) => load.list().listApps(api, scope, new Date()));
  addCommonOptions(apps.command("list"), "apps list")
    .description("All applications: of both operators, of spark-submit, and servers.")
    .action((options: Options) => list(options));
  const describe = answering((api, scope, name: string) => load.describe().describe(api, scope, name, new Date()));
  addCommonOptions(named(apps, "describe"), "apps describe")
    .description("What was asked, where it runs, why it waits or failed, what it costs so far.")
    .action((name: string, options: Options) => describe(options, name));
  addLogs(apps, session);
  const kill = answering((api, scope, name: string) => load.change().killApp(api, scope, name));
  addCommonOptions(named(apps, "kill"), "apps kill")
    .description("End an application: delete its object, or its driver's pod.")
    .action((name: string, options: Options) => kill(options, name));
  const restart = answering((api, scope, name: string) =>
    untilSignal((signal) => load.change().restartApp(api, scope, name, { clock: load.clock(), signal })),
  );
  addCommonOptions(named(apps, "restart"), "apps restart")
    .description("Run an application again: delete its object and make the same one anew.")
    .action((name: string, options: Options) => restart(options, name));
  addSchedule(apps, answering);
}

function addSchedule(
  apps: Command,
  answering: <Rest extends unknown[]>(
    answer: (api: Api, scope: optionsModule.Scope, ...rest: Rest) => Promise<Answer>,
  ) => (options: Options, ...rest: Rest) => Promise<void>,
): void {
  const schedule = apps.command("schedule").description("See and steer schedules of applications.");
  schedule.helpCommand(false);
  const list = answering((api, scope) => load.schedule().listSchedules(api, scope));
  addCommonOptions(schedule.command("list"), "apps schedule list")
    .description("All schedules, with their last and next run.")
    .action((options: Options) => list(options));
  const suspend = answering((api, scope, name: string, suspended: boolean) =>
    load.schedule().suspendSchedule(api, scope, name, suspended),
  );
  addCommonOptions(named(schedule, "suspend"), "apps schedule suspend")
    .description("Start no further runs; one that is under way goes on.")
    .action((name: string, options: Options) => suspend(options, name, true));
  addCommonOptions(named(schedule, "resume"), "apps schedule resume")
    .description("Start runs again when they are due.")
    .action((name: string, options: Options) => suspend(options, name, false));
  const run = answering((api, scope, name: string) => load.schedule().runSchedule(api, scope, name, new Date()));
  addCommonOptions(named(schedule, "run"), "apps schedule run")
    .description("Start one run now, besides the schedule.")
    .action((name: string, options: Options) => run(options, name));
}

function addLogs(apps: Command, session: Session): void {
  const { streams } = session;
  const command = named(apps, "logs")
    .description("The log of the driver, or of one executor.")
    .option("--executor <n>", "Spark's number of an executor (default: the driver)")
    .option("--follow", "go on until it ends, or until Ctrl-C; wait for one that has not started")
    .option("--previous", "of the attempt before, or of the container before its last restart");
  addCommonOptions(command, "apps logs").action(async (name: string, options: logsModule.LogsOptions & Options) => {
    const { logs, logsData, readLogsOptions } = load.logs();
    const read = readLogsOptions(options);
    const api = await connected(options);
    await untilSignal(async (signal) => {
      const waiting = { clock: load.clock(), signal, say: (line: string) => streams.err(`${line}\n`) };
      if (options.json !== true) return logs(api, name, read, (text) => streams.out(text), waiting);
      const data = await logsData(api, name, read, waiting);
      print(session, { data, summary: [], sections: [], next: [], failed: false }, options);
    });
  });
}

function named(parent: Command, command: string): Command {
  return parent.command(command).argument("<name>", "its name, its driver's pod, or Spark's id");
}

function addCommonOptions(command: Command, name: string): Command {
  command
    .option("-n, --namespace <name>", "namespace (default: the kubeconfig context's, or default)")
    .option("-A, --all-namespaces", "look in all namespaces");
  return addAccessOptions(command).option("--json", `print JSON; its schema: spark-platform schema ${name}`);
}
