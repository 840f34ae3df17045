"""MPEG-1 Layer III: the encoder, the Info header, the frame walker, ID3 tags."""
