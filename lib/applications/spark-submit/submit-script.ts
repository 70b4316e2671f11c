/**
 * What the submitter's pod runs. spark-submit ends with 0 whatever the driver ends with, in all versions from 3.5 to 4.3, and also
 * when it loses sight of the driver; so the driver is asked for by `spark-submit --status`, which every image has.
 */

/** Seconds between two looks at a driver that is not over: each look starts a JVM. */
const LOOK_SECONDS = 30;

/** What the driver's template has in place of the Job, until the Job runs. */
export const jobPlaceholders = { name: "@JOB_NAME@", uid: "@JOB_UID@" };

/**
 * Its arguments are spark-submit's own, from `--class` on.
 *
 * The driver has a name of the Job, so that a second attempt can neither start a second driver beside the first nor lose sight of one
 * that still runs: it takes that over. Only a driver that has failed is made again.
 * @param directory with the files that it reads
 */
export function submitScript({
  directory,
  properties,
  template,
}: Record<"directory" | "properties" | "template", string>): string {
  return `set -eu
driver="$JOB_NAME-driver"
sed "s/${jobPlaceholders.name}/$JOB_NAME/; s/${jobPlaceholders.uid}/$JOB_UID/" ${directory}/${template} > /tmp/${template}

submit() {
  /opt/spark/bin/spark-submit --properties-file ${directory}/${properties} \\
    --conf "spark.kubernetes.driver.pod.name=$driver" \\
    --conf "spark.kubernetes.driver.podTemplateFile=/tmp/${template}" "$@"
}

ask() {
  /opt/spark/bin/spark-submit --master k8s://https://kubernetes.default.svc "$1" "$POD_NAMESPACE:$driver" 2>&1
}

# Pending, Running, Succeeded, Failed; nothing where there is no driver; unknown where the API server gave no answer.
phase() {
  answer=$(ask --status) || { echo unknown; return; }
  case $answer in
    *"Application not found"*) ;;
    *"phase: "*) echo "$answer" | sed -n 's/^[[:space:]]*phase: \\([A-Za-z]*\\)$/\\1/p' ;;
    *) echo unknown ;;
  esac
}

submit "$@" || {
  now=$(phase)
  echo "Not submitted. The driver $driver of an earlier attempt: \${now:-none}."
  case $now in
    "") exit 1 ;;
    Failed)
      ask --kill
      until [ -z "$(phase)" ]; do sleep 5; done
      submit "$@"
      ;;
  esac
}
while now=$(phase); do
  echo "The driver $driver: \${now:-gone}."
  case $now in
    Succeeded) exit 0 ;;
    Failed | "") exit 1 ;;
  esac
  sleep ${LOOK_SECONDS}
done
`;
}
