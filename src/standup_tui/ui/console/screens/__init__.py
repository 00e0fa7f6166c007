"""The screens beside the panes: one post, the log, how the reading goes, the walls."""
