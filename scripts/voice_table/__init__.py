"""How far the offline voices are from each other, and how high they speak: makes voices/kokoro/table.yaml."""
