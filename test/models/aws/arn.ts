/** Whether an ARN, which may hold `*`, can be one of a format such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */

/** One step of a pattern: a letter, or any number of letters that are not among some. */
type Step = { letter: string } | { without: string };

/** @returns whether there is a resource of that format which the ARN covers */
export function matchesArn(arn: string, format: string): boolean {
  return meet(stepsOfArn(arn), stepsOfFormat(format), 0, 0, new Map());
}

function stepsOfArn(arn: string): Step[] {
  return Array.from(arn, (letter) => (letter === "*" ? { without: "" } : { letter }));
}

/** A variable never goes beyond its part of the ARN; a bucket's name has no slash either. */
function stepsOfFormat(format: string): Step[] {
  return format
    .split(/(\$\{\w+\})/)
    .flatMap((part): Step[] =>
      part.startsWith("${") ? [{ without: part === "${BucketName}" ? ":/" : ":" }] : stepsOfArn(part),
    );
}

/** Whether there is a text that both patterns take. */
function meet(a: Step[], b: Step[], i: number, j: number, known: Map<number, boolean>): boolean {
  const key = i * (b.length + 1) + j;
  const answer = known.get(key) ?? tryMeet(a, b, i, j, known);
  known.set(key, answer);
  return answer;
}

function tryMeet(a: Step[], b: Step[], i: number, j: number, known: Map<number, boolean>): boolean {
  const [left, right] = [a[i], b[j]];
  if (left === undefined && right === undefined) return true;
  // A pattern of any letters may be empty, or take what the other has next.
  if (left && "without" in left) {
    return meet(a, b, i + 1, j, known) || (right !== undefined && takes(left, right) && meet(a, b, i, j + 1, known));
  }
  if (right && "without" in right) {
    return meet(a, b, i, j + 1, known) || (left !== undefined && takes(right, left) && meet(a, b, i + 1, j, known));
  }
  return left?.letter === right?.letter && meet(a, b, i + 1, j + 1, known);
}

function takes({ without }: { without: string }, step: Step): boolean {
  return "without" in step || !without.includes(step.letter);
}
