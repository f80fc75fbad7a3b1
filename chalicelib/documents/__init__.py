"""The renderer: one Lambda for the documents of every slice, because only it carries the typesetter."""
