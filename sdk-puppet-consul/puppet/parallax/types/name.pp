# @summary A name made of the letters, digits, dots and hyphens that are safe in a unit, a file and a DNS name.
type Parallax::Name = Pattern[/\A[a-z0-9]([-a-z0-9.]{0,198}[a-z0-9])?\z/]
