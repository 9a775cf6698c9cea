#!/usr/bin/env bash
# Copies the few third-party files that Ancrage serves or prints with; never committed.
set -euo pipefail
sheets=$1 fonts=$2

rm -rf "$sheets" "$fonts"
mkdir -p "$sheets/qc-sdg" "$fonts"
cp -r node_modules/qc-trousse-sdg/dist/{css,fonts,img} "$sheets/qc-sdg/"
cp node_modules/htmx.org/dist/htmx.min.js "$sheets/"
for style in 400Regular 700Bold 400Regular_Italic; do
	cp "node_modules/@expo-google-fonts/open-sans/$style/OpenSans_$style.ttf" "$fonts/"
done
cp node_modules/@expo-google-fonts/open-sans/LICENSE_FONT "$fonts/LICENCE-OpenSans.txt"
cp node_modules/@expo-google-fonts/noto-sans-arabic/LICENSE_FONT "$fonts/LICENCE-NotoSansArabic.txt"
for style in 400Regular 700Bold; do
	cp "node_modules/@expo-google-fonts/noto-sans-arabic/$style/NotoSansArabic_$style.ttf" "$fonts/"
done
