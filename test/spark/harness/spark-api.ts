/** Spark's own REST API, of a driver while it runs and of the history server: https://spark.apache.org/docs/latest/monitoring.html#rest-api. */

export interface ApiApplication {
  id: string;
  name: string;
  attempts: { attemptId?: string; completed: boolean; duration: number }[];
}

export interface ApiExecutor {
  id: string;
  isActive: boolean;
  totalCores: number;
  maxMemory: number;
  completedTasks: number;
  failedTasks: number;
  removeReason?: string;
}

export interface ApiStage {
  stageId: number;
  attemptId: number;
  status: string;
  numTasks: number;
  numCompleteTasks: number;
  numFailedTasks: number;
  shuffleWriteRecords: number;
}

/** Pods are reached at their own address, since their network ends at this machine. */
export class SparkApi {
  constructor(private readonly base: string) {}

  applications(): Promise<ApiApplication[]> {
    return this.#get("applications");
  }

  /** With those that have gone. */
  executors(application: string): Promise<ApiExecutor[]> {
    return this.#get(`applications/${application}/allexecutors`);
  }

  stages(application: string): Promise<ApiStage[]> {
    return this.#get(`applications/${application}/stages`);
  }

  async environment(application: string): Promise<Map<string, string>> {
    const { sparkProperties } = await this.#get<{ sparkProperties: [string, string][] }>(
      `applications/${application}/environment`,
    );
    return new Map(sparkProperties);
  }

  async #get<T>(path: string): Promise<T> {
    const url = `${this.base}/api/v1/${path}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return (await response.json()) as T;
  }
}
