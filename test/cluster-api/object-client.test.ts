import { ApiFailure } from "../../lib/cluster-api/cluster-api";
import { objectClient } from "../../lib/cluster-api/object-client";

const jobs = { group: "batch", version: "v1", plural: "jobs" };
const applications = { group: "sparkoperator.k8s.io", version: "v1beta2", plural: "sparkapplications" };

type Sent = [method: string, path: string, body?: object, contentType?: string];

/** @param answers by path; a number is the status of a refusal, and so is what is not there: 404 */
function client(answers: Record<string, object | number> = {}) {
  const sent: Sent[] = [];
  const answerOf = (path: string) => {
    const answer = answers[path] ?? 404;
    return typeof answer === "number"
      ? Promise.reject(new ApiFailure(`status ${answer}`, answer))
      : Promise.resolve(answer);
  };
  const api = objectClient(
    {
      read: (path) => {
        sent.push(["GET", path]);
        return answerOf(path);
      },
      send: (...request) => {
        sent.push(request);
        return answerOf(request[1]);
      },
      stream: (path) => {
        sent.push(["GET", path]);
        return Promise.resolve();
      },
    },
    "spark-jobs",
  );
  return { api, sent };
}

// Paths: https://kubernetes.io/docs/reference/using-api/api-concepts/
describe("objects", () => {
  test("are listed page by page", async () => {
    const first = "/apis/batch/v1/namespaces/etl/jobs?limit=500&labelSelector=a%3Db";
    const { api, sent } = client({
      [first]: { metadata: { continue: "x/=" }, items: [1] },
      [`${first}&continue=x%2F%3D`]: { metadata: {}, items: [2] },
    });
    expect(await api.list(jobs, { namespace: "etl", labels: "a=b" })).toEqual([1, 2]);
    expect(sent).toHaveLength(2);
  });

  test("of a kind that is not installed are undefined, also for whoever has no right to it", async () => {
    const path = "/apis/sparkoperator.k8s.io/v1beta2/sparkapplications?limit=500";
    expect(await client().api.list(applications, {})).toBeUndefined();
    expect(await client({ [path]: 403 }).api.list(applications, {})).toBeUndefined();
    const group = { resources: [{ name: "sparkapplications" }] };
    const installed = client({ [path]: 403, "/apis/sparkoperator.k8s.io/v1beta2": group });
    await expect(installed.api.list(applications, {})).rejects.toMatchObject({ status: 403 });
  });

  test("that are not there are undefined", async () => {
    const { api, sent } = client();
    expect(
      await api.get({ group: "", version: "v1", plural: "pods" }, { namespace: "etl", name: "a" }),
    ).toBeUndefined();
    expect(sent).toEqual([["GET", "/api/v1/namespaces/etl/pods/a"]]);
  });

  // What pulumi-kubernetes takes over (fixCSAFieldManagers in provider/pkg/await/await.go) it can go on changing.
  test("are written as Pulumi's own, so that a program that declares them meets no conflict", async () => {
    const path = "/apis/batch/v1/namespaces/etl/jobs";
    const { api, sent } = client({
      [`${path}?fieldManager=pulumi-kubernetes`]: {},
      [`${path}?fieldManager=pulumi-kubernetes&dryRun=All`]: {},
      [`${path}/a?fieldManager=pulumi-kubernetes`]: {},
    });
    await api.create(jobs, "etl", { a: 1 });
    await api.create(jobs, "etl", { a: 1 }, "dry-run");
    await api.patch(jobs, { namespace: "etl", name: "a" }, { spec: { suspend: true } });
    expect(sent.map(([method, , , contentType]) => [method, contentType])).toEqual([
      ["POST", undefined],
      ["POST", undefined],
      ["PATCH", "application/merge-patch+json"],
    ]);
  });

  test("are deleted by uid, and one that is gone or another by now is no failure", async () => {
    const path = "/apis/batch/v1/namespaces/etl/jobs/a";
    const name = { namespace: "etl", name: "a", uid: "u" };
    for (const status of [404, 409]) {
      const { api, sent } = client({ [path]: status });
      await api.remove(jobs, name);
      expect(sent).toEqual([["DELETE", path, { preconditions: { uid: "u" }, propagationPolicy: "Background" }]]);
    }
    await expect(client({ [path]: 403 }).api.remove(jobs, name)).rejects.toMatchObject({ status: 403 });
  });

  test("have logs, of a container and of its last restart", async () => {
    const { api, sent } = client();
    const { signal } = new AbortController();
    const query = { namespace: "etl", name: "a", container: "c", follow: true, previous: true, signal };
    await api.log(query, () => undefined);
    expect(sent).toEqual([["GET", "/api/v1/namespaces/etl/pods/a/log?container=c&follow=true&previous=true"]]);
  });
});
