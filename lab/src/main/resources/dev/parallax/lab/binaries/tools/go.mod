module dev.parallax/lab/tools

go 1.25
