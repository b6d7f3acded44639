using System.CommandLine;

namespace Akka.Events.Cli;

/// <summary>Scripts with which shells ask the tool itself what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _akka_events() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(akka-events "[suggest:$((COMP_POINT - ${#COMP_WORDS[0]} - 1))]" "${COMP_LINE#* }" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _akka_events akka-events
        """;

    private const string Zsh =
        """
        #compdef akka-events
        _akka_events() {
          local line="${BUFFER#* }"
          compadd -- ${(f)"$(akka-events "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2>/dev/null)"}
        }
        compdef _akka_events akka-events
        """;

    private const string Fish =
        """
        complete -c akka-events -f -a '(set -l line (commandline -cp | string replace -r "^\S+ " ""); akka-events "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints the script that completes command lines in a shell.") { shell };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCode.Done;
        });
        return command.With("completion bash >> ~/.bashrc");
    }
}
