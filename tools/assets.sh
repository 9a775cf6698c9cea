#!/usr/bin/env bash
# Copies the few third-party files that Ancrage serves or prints with; never committed.
set -euo pipefail
sheets=$1 fonts=$2 font_tools=$3

rm -rf "$sheets" "$fonts"
mkdir -p "$sheets/qc-sdg" "$sheets/leaflet" "$fonts"
cp -r node_modules/qc-trousse-sdg/dist/{css,fonts,img} "$sheets/qc-sdg/"
# The three fonts that every page loads, cut to what it uses: every letter they hold, none of the rest.
for font in open-sans-v43-latin-regular open-sans-v43-latin-600 roboto-v48-latin-700; do
	PYTHONPATH=$font_tools .venv/bin/python -m fontTools.subset "node_modules/qc-trousse-sdg/dist/fonts/$font.woff2" \
		--output-file="$sheets/qc-sdg/fonts/$font.woff2" --flavor=woff2 --no-hinting --layout-features=kern,tnum,locl \
		--unicodes=U+20-7E,U+A0-FF,U+131,U+152,U+153,U+178,U+2BC,U+2010-203A,U+20AC,U+2122,U+2212
done
cp node_modules/htmx.org/dist/htmx.min.js "$sheets/"
# Leaflet moves the map of services about, by mouse, finger and keys; its map of sources is not served.
cp -r node_modules/leaflet/dist/{leaflet.css,images} "$sheets/leaflet/"
grep -v '^//# sourceMappingURL' node_modules/leaflet/dist/leaflet.js > "$sheets/leaflet/leaflet.js"
for style in 400Regular 700Bold 400Regular_Italic; do
	cp "node_modules/@expo-google-fonts/open-sans/$style/OpenSans_$style.ttf" "$fonts/"
done
cp node_modules/@expo-google-fonts/open-sans/LICENSE_FONT "$fonts/LICENCE-OpenSans.txt"
cp node_modules/@expo-google-fonts/noto-sans-arabic/LICENSE_FONT "$fonts/LICENCE-NotoSansArabic.txt"
for style in 400Regular 700Bold; do
	cp "node_modules/@expo-google-fonts/noto-sans-arabic/$style/NotoSansArabic_$style.ttf" "$fonts/"
done
