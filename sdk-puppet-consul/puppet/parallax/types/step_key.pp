# @summary An attempt at a step: its application, its name, the version, in which letters may be large, and a number.
type Parallax::Step_key = Pattern[/\A[a-z0-9]([-_a-zA-Z0-9.]{0,198}[a-zA-Z0-9])?\z/]
