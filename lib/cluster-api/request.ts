/** One request to an API server: its answer as JSON, or as text that comes bit by bit. */

import http from "node:http";
import https from "node:https";
import { StringDecoder } from "node:string_decoder";

import { ApiFailure } from "./cluster-api";

/** Longer than any answer takes; an API server that is gone must not be waited for. */
const TIMEOUT_MS = 30_000;

export async function answerOf(
  url: string,
  options: https.RequestOptions,
  body: string | undefined,
  contentType: string,
): Promise<unknown> {
  const headers = { ...options.headers, ...(body !== undefined && { "Content-Type": contentType }) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let text = "";
  await exchange(url, { ...options, headers, signal }, body, (part) => void (text += part));
  return parsed(text);
}

/** A log may say nothing for hours, so only the signal ends it before its end. */
export async function streamOf(
  url: string,
  options: https.RequestOptions,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await exchange(url, { ...options, signal }, undefined, write);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** @throws ApiFailure with what the server said where it refuses */
function exchange(
  url: string,
  options: https.RequestOptions,
  body: string | undefined,
  write: (text: string) => void,
): Promise<void> {
  const { request } = url.startsWith("http:") ? http : https;
  return new Promise<void>((resolve, reject) => {
    const failed = (error: Error) =>
      reject(new ApiFailure(`${new URL(url).host} does not answer: ${error.message}`, 0));
    const sent = request(url, options, (response) => {
      const status = response.statusCode ?? 0;
      const decoder = new StringDecoder("utf8");
      let refused = "";
      const take = status >= 400 ? (text: string) => void (refused += text) : write;
      response.on("data", (part: Buffer) => take(decoder.write(part)));
      response.on("error", failed);
      response.on("end", () => {
        if (status >= 400) reject(new ApiFailure(refusal(refused, status), status));
        else resolve();
      });
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

/** A Status object's message, or the first line of what a pod behind the proxy said. */
function refusal(text: string, status: number): string {
  const answer = parsed(text);
  if (typeof answer === "object" && answer !== null && "message" in answer) return String(answer.message);
  return `${status} ${text.trim().split("\n")[0]?.slice(0, 200) ?? ""}`.trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
