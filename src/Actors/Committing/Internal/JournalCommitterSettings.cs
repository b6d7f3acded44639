using Akka.Events.Committing.Internal.States;
using Akka.Events.Publishing.Internal.Ordered;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Committing.Internal;

/// <summary>What a group's journal committers have in common.</summary>
/// <param name="Owner">Names this process in owner markers.</param>
/// <param name="FencingHorizon">Age below which journal rows are never deleted. An owner that has not written for half of it recovers
/// before it writes.</param>
/// <param name="RetainHistory">Journal rows below a checkpoint are kept for good.</param>
/// <param name="Lost">What is done about a journal that doesn't belong to the stored states.</param>
/// <param name="States">Where the states are stored.</param>
/// <param name="Senders">What sends what the journal holds for other topics.</param>
/// <param name="Chance">Where jitter comes from.</param>
/// <param name="Time">Where time comes from.</param>
/// <param name="Log">Where the journal's troubles are told.</param>
internal sealed record JournalCommitterSettings(
    string Owner, TimeSpan FencingHorizon, bool RetainHistory, LostJournal Lost, IEntityStates States, IOrderedSenders Senders, Random Chance, TimeProvider Time, ILogger Log)
{
    /// <summary>Which store it is, for people; empty where nobody wants to know.</summary>
    public string Store { get; init; } = "";
}
