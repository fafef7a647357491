# The build program is build.cs; this only calls it.
dotnet run (Join-Path $PSScriptRoot build.cs) @args
exit $LASTEXITCODE
