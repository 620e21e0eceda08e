"""Edges of the desk: parse, one service or act, back to the desk."""
