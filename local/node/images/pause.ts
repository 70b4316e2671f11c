/** A program that does nothing but reap its children: the pause image's, and the first process of a machine. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Progress } from "../../progress";
import { run } from "../../run";
import { findGo } from "../../tools/go";
import { cachedImageFile, keyed } from "./layers";

const source = `package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			os.Exit(0)
		}
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 || err != nil {
				break
			}
		}
	}
}
`;

/** Path of the program. @throws with the reason when there is no Go */
export async function pauseProgram(progress: Progress): Promise<string> {
  return cachedImageFile(`pause-${keyed(source)}`, { title: "Building the pause program", progress }, async (path) => {
    const go = await findGo();
    const folder = await mkdtemp(join(tmpdir(), "pause-"));
    try {
      await writeFile(join(folder, "main.go"), source);
      const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "off" };
      await run(go, ["build", "-trimpath", "-ldflags", "-s -w", "-o", path, "main.go"], { cwd: folder, env });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
