#!/usr/bin/env bash
# Phasegrid on a Spark cluster: builds when the jar is missing or older than the sources, then submits it.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)

usage() {
  cat <<'USAGE'
usage: deploy/submit.sh [SPARK OPTIONS] COMMAND [ARGUMENTS]

    deploy/submit.sh --master spark://host:7077 run quickstart -o out/quickstart
    deploy/submit.sh --master spark://host:7077 --executor-cores 4 --executor-memory 2g run sweep.yaml
    deploy/submit.sh --master 'local-cluster[2,1,600]' run quickstart      two executors on this machine

What stands before the command is spark-submit's (--master, --executor-memory, --conf KEY=VALUE, ...); the command and
what follows it are Phasegrid's, as with deploy/phasegrid. With SPARK_HOME set its bin/spark-submit is used, otherwise
the Spark that the build has put into deploy/target/lib. Settings: copy deploy/conf/*.template without the suffix.
USAGE
}

spark=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    -v | --verbose | --supervise) spark+=("$1"); shift ;;
    --*=*) spark+=("$1"); shift ;;
    -*)
      if [ $# -lt 2 ]; then
        echo "phasegrid: $1 needs a value" >&2
        exit 2
      fi
      spark+=("$1" "$2"); shift 2 ;;
    *) break ;;
  esac
done
# Spark would answer with a stack and exit 1.
for ((i = 0; i < ${#spark[@]}; i++)); do
  case "${spark[i]}" in
    --master) master=${spark[i + 1]} ;;
    --master=*) master=${spark[i]#--master=} ;;
    *) continue ;;
  esac
  case "$master" in
    spark://*:* | yarn | k8s://* | local | local\[*\] | local-cluster\[*\]) ;;
    *)
      echo "phasegrid: --master takes spark://HOST:PORT, yarn, k8s://URL, local[N] or local-cluster[WORKERS,CORES,MEGABYTES], was $master" >&2
      exit 2 ;;
  esac
done
if [ $# -eq 0 ]; then
  usage >&2
  exit 2
fi

# shellcheck source=build.sh
. "$here/build.sh"

# Progress and one clear sentence on stderr, not Spark's log; its own files go before ours.
if [ -f "${SPARK_CONF_DIR:-$SPARK_HOME/conf}/log4j2.properties" ]; then
  log=()
else
  log=("-Dlog4j2.configurationFile=file:$here/conf/log4j2.properties")
fi

if [ -x "$SPARK_HOME/bin/spark-submit" ]; then
  # Spark adds the openings itself.
  exec "$SPARK_HOME/bin/spark-submit" --driver-java-options "${options[*]} ${log[*]:-}" \
    "${spark[@]+"${spark[@]}"}" --class org.phasegrid.driver.Main "$jar" "$@"
fi
options+=(--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED)
exec "$java" "${options[@]}" "${log[@]+"${log[@]}"}" -cp "${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*" \
  org.apache.spark.deploy.SparkSubmit "${spark[@]+"${spark[@]}"}" --class org.phasegrid.driver.Main "$jar" "$@"
