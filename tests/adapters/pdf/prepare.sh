#!/usr/bin/env bash
# Installs what judges PDF files here: a JDK (17 or later) and JAXB, which veraPDF's core needs. Does nothing if both are there.
set -euo pipefail

present() { command -v javac >/dev/null && [ -e /usr/share/java/jaxb-runtime.jar ]; }

if present; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The PDF proofs need a JDK 17 and JAXB: please install openjdk-17-jdk-headless and libjaxb-java." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
jdk=openjdk-17-jdk-headless
apt-cache show "$jdk" >/dev/null 2>&1 || jdk=default-jdk-headless
apt-get install -y -qq --no-install-recommends "$jdk" libjaxb-java >/dev/null
present
