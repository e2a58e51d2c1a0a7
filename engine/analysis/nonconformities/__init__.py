"""From findings to nonconformities: one failure of one practice, written against one requirement, is one
nonconformity."""
