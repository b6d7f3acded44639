namespace Akka.Events.Hosting.Dashboard;

/// <summary>Who may see the dashboard, and what it shows.</summary>
public sealed class DashboardOptions
{
    /// <summary>
    /// The authorization policy that readers need. Default none: then it is open to this machine alone, and everybody else is answered 403. It needs
    /// the host's <c>AddAuthorization</c> and <c>UseAuthorization</c>.
    /// </summary>
    public string? ReadPolicy { get; set; }

    /// <summary>
    /// The authorization policy that actions need, beside that of readers: to retry or to give up an event of the outbox, to replay or to
    /// discard dead letters, to pause a group and to have it go on, and to have nodes leave the cluster. Default none: then there are no actions, on this machine neither.
    /// </summary>
    public string? ActionPolicy { get; set; }

    /// <summary>Whether the states and events of entities, and the values of dead letters, are shown. Default true.</summary>
    public bool ShowStates { get; set; } = true;

    /// <summary>
    /// What becomes of the text of a state, of an event or of a dead letter's value before it is shown: where something in it isn't for everybody's
    /// eyes. It is given the type's stored name, or the letter's topic, and the text. Default null: nothing.
    /// </summary>
    public Func<string, string, string>? Redact { get; set; }
}
