"""The product's stories, told over HTTP on the really deployed stack."""
