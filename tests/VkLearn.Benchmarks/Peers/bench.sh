#!/usr/bin/env bash
# Builds and runs a TorchSharp peer of a workload, which no other build or test does: ./bench.sh Captions|Trees. THREADS=1 for one core.
# Its native library asks for a newer libstdc++ than Debian 12's: there, in a private copy of the build output, the one missing
# symbol is supplied and the version requirement is made weak (a bit of each entry of the ELF section .gnu.version_r).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
peer=$1
out=${TMPDIR:-/tmp}/vklearn-peer-$peer
dotnet build -v q -nologo -c Release -o "$out" "$here/$peer" --property:BaseIntermediateOutputPath="$out.obj/" \
  --property:ImportDirectoryBuildProps=false --property:ImportDirectoryPackagesProps=false >"$out.log" || { cat "$out.log"; exit 1; }
preload=
if ! grep -aq 'GLIBCXX_3\.4\.32' /usr/lib/*/libstdc++.so.6; then
  lib=$(find "$out" -name libLibTorchSharp.so | grep linux-x64 | head -n 1)
  cp "$lib" "$lib.private" && python3 "$here/weaken-glibcxx.py" "$lib.private" >/dev/null && mv -f "$lib.private" "$lib"
  echo 'void _ZSt21ios_base_library_initv(void){}' | gcc -shared -fPIC -x c - -o "$out/initv.so" -Wl,--version-script=<(echo 'GLIBCXX_3.4.32 { _ZSt21ios_base_library_initv; };')
  preload=$out/initv.so
fi
LD_PRELOAD=$preload exec dotnet "$out/$peer.dll"
