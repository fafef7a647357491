using System.CommandLine;

namespace VkLearn.Cli;

/// <summary><c>vklearn completion bash</c>: a script by which a shell completes what is typed, by asking the command itself.</summary>
static class CompletionCommand
{
    // [suggest:N] is System.CommandLine's own: the words that may stand at position N of a command line.
    static readonly Dictionary<string, string> scripts = new()
    {
        ["bash"] = """
            _vklearn() {
                local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}"
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _vklearn vklearn
            """,
        ["zsh"] = """
            #compdef vklearn
            _vklearn() {
                local -a found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                (( ${#found[1]} )) && compadd -a found || _files
            }
            compdef _vklearn vklearn
            """,
        ["fish"] = """
            complete --command vklearn \
                --arguments '(vklearn "[suggest:"(commandline --cursor)"]" (commandline --cut-at-cursor) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName vklearn -ScriptBlock {
                param($word, $line, $position)
                vklearn "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Make()
    {
        Argument<string> shell = new("SHELL")
        {
            Description = "bash: eval \"$(vklearn completion bash)\" in ~/.bashrc; zsh, fish and pwsh likewise in theirs.",
        };
        shell.AcceptOnlyFromAmong([.. scripts.Keys]);
        Command command = new("completion", "Print a script that completes vklearn's words in a shell.") { shell };
        command.SetAction(parsed => Console.WriteLine(scripts[parsed.GetRequiredValue(shell)]));
        return command;
    }
}
