using System.Text;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class UnfoldedStateTests
{
    private static readonly byte[] Key = "k"u8.ToArray();

    [Fact]
    public void Whatever_was_stored_of_it_before_an_event_is_in_it_once() => Randomly.Check(random =>
    {
        var events = new List<TailEvent>();
        for (long sequenceNr = 1 + random.Next(3), count = random.Next(12); count > 0; count--, sequenceNr += random.Next(3))
            events.Add(new TailEvent(sequenceNr, "e" + random.Next(3), Encoding.UTF8.GetBytes($"{count}")));
        // A state that was folded up to some batch, or none at all.
        StoredState? stored = random.Next(2) == 0 ? null : new StoredState("entity", Key, random.Next(4), "state", "payload"u8.ToArray());
        var (first, expected) = (stored, events.Where(e => e.SequenceNr > (stored?.SequenceNr ?? 0)).ToList());

        // Each checkpoint sees the tail up to its own batch, from where some earlier one has let the journal go.
        for (long through = 0, last = events.Count == 0 ? 0 : events[^1].SequenceNr; through < last;)
        {
            var from = random.Next(2) == 0 ? 0 : through;
            through = Math.Min(last, through + 1 + random.Next(4));
            var row = UnfoldedState.Write("entity", Key, stored, events.Where(e => e.SequenceNr > from && e.SequenceNr <= through));
            if (row is { } written)
            {
                Assert.Equal((UnfoldedState.Manifest, written.SequenceNr), (written.Manifest, events.Last(e => e.SequenceNr <= through).SequenceNr));
                stored = written;
            }
        }
        if (expected.Count == 0)
        {
            Assert.Equal(first, stored);
            return;
        }
        var (below, read) = UnfoldedState.Read(stored!.Value);
        Assert.Equal(first?.Manifest, below?.Manifest);
        if (below is { } state) Assert.Equal("payload", Encoding.UTF8.GetString(state.Payload.Span));
        Assert.Equal(expected.Select(Text), read.Select(Text));
    });

    [Fact]
    public void Bytes_that_are_no_unfolded_state_are_refused() =>
        Assert.Throws<InvalidDataException>(
            () => UnfoldedState.Read(new StoredState("entity", Key, 1, UnfoldedState.Manifest, new byte[] { 0x1a, 0x7f })));

    private static string Text(TailEvent e) => $"{e.SequenceNr} {e.Manifest} {Encoding.UTF8.GetString(e.Payload.Span)}";

    [Fact]
    public void Events_that_would_grow_without_end_are_refused_by_the_entity_s_name()
    {
        var mib = new byte[1 << 20];
        StoredState? row = null;
        for (var i = 1; i < 64; i++) row = UnfoldedState.Write("counter", "anna"u8.ToArray(), row, [new TailEvent(i, "counted", mib)]);

        var refused = Assert.Throws<InvalidOperationException>(
            () => UnfoldedState.Write("counter", "anna"u8.ToArray(), row, [new TailEvent(64, "counted", mib), new TailEvent(65, "counted", mib)]));
        Assert.StartsWith("entity counter, key anna: its state can't be stored", refused.Message);
    }
}
