# @summary An absolute path without `..`, white space or characters with a meaning in a unit file.
type Parallax::Path = Pattern[/\A(\/(?!\.\.?(\/|\z))[-_.a-zA-Z0-9@+=,~]+)+\z/]
