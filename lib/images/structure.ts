/** Structure of the arguments of an image and of its Dockerfile. */

import { z } from "zod";

import type { IssueList } from "../plan/issue";
import { inputText, soundPart, strictObject } from "../plan/structure";
import { connectors } from "./connectors";

const text = (phrase: string) => z.string(phrase).optional();

const dockerfile = {
  version: text('text such as "4.1.1"'),
  base: text("text: the name of an image"),
  mavenImage: text("text: the name of an image"),
  checksums: z
    .record(z.string(), z.string("text: a SHA-512"), "an object of names of files and their SHA-512")
    .optional(),
  instructions: z.array(z.string("text: an instruction"), "a list of instructions of a Dockerfile").optional(),
};

const schemes = z.array(z.enum(connectors, '"s3a", "gs" or "abfss"'), 'a list of "s3a", "gs" and "abfss"');

const image = {
  ...dockerfile,
  cluster: z.custom(
    (value) => typeof (value as { plan?: { storage?: unknown } } | null)?.plan?.storage === "object",
    "an EksCluster, an ExistingCluster or another SparkCluster",
  ),
  connectors: schemes.optional(),
  files: text("text: the path of a folder"),
  mavenSettings: inputText("text: a settings.xml of Maven").optional(),
  registry: strictObject({
    repository: inputText("text: the name of a repository of images"),
    username: inputText("text").optional(),
    password: inputText("text").optional(),
  }).optional(),
};

/** Adds an issue for each argument of a Dockerfile whose structure is wrong. */
export function soundDockerfileArgs(args: unknown, issues: IssueList): void {
  soundPart(strictObject({ ...dockerfile, connectors: schemes }), args, "", issues);
}

/** Adds an issue for each argument of an image whose structure is wrong. */
export function soundImageArgs(args: unknown, issues: IssueList): void {
  soundPart(strictObject(image), args, "", issues);
}
