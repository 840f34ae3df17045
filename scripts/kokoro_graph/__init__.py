"""Makes voices/kokoro/graphs.zip: the offline model's graph in a form that onnxruntime computes faster."""
