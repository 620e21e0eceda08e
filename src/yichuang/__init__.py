"""一窗: the software a government service hall runs on."""
