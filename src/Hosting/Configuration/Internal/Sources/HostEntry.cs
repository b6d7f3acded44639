namespace Akka.Events.Hosting.Configuration.Internal.Sources;

/// <summary>One value of the host's configuration.</summary>
/// <param name="Keys">The way to it, from the section that it is seen from; empty for the section's own value.</param>
/// <param name="Value">Null: nothing, whatever an earlier source says.</param>
internal readonly record struct HostEntry(ReadOnlyMemory<string> Keys, string? Value)
{
    public string First => Keys.Span[0];

    public HostEntry Below => this with { Keys = Keys[1..] };
}
