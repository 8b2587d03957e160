"""The language pipeline: the parse tree, sentences, language id, embeddings."""
