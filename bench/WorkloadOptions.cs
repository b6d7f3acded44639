using System.CommandLine;

namespace Akka.Events.Bench;

/// <summary>Declares a workload's options on its command.</summary>
internal sealed class WorkloadOptions(Command command)
{
    public Option<int> Count(string name, string description, int defaultValue)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError($"{name} must be at least 1.");
        });
        command.Add(option);
        return option;
    }

    public Option<double> Number(string name, string description, double defaultValue)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() < 0) result.AddError($"{name} must not be negative.");
        });
        command.Add(option);
        return option;
    }

    public Option<bool> Flag(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        command.Add(option);
        return option;
    }

    public Option<string?> Text(string name, string description, string? defaultValue = null)
    {
        var option = new Option<string?>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        command.Add(option);
        return option;
    }
}
