using System.Text;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Resting;
using Xunit;

namespace Akka.Events.Tests.Handling.Lanes;

public class RestingStatesTests
{
    [Fact]
    public void Entities_come_out_as_they_were_laid_down() => Randomly.Check(random =>
    {
        var lent = new List<(RestingState Out, string State)>();
        var resting = new RestingStates(() => lent.Count > 0);
        var expected = new Dictionary<string, (byte[] State, long SequenceNr, int ChangedAt)>();
        var written = 0;
        var evicted = 0;
        for (var step = random.Next(600); step > 0; step--)
        {
            var text = random.Next(20) is 0 ? "" : "key" + random.Next(60);
            var key = Encoding.UTF8.GetBytes(text);
            switch (random.Next(10))
            {
                case < 5:
                    if (expected.ContainsKey(text)) break;
                    var state = new byte[random.Next(12) is 0 ? random.Next(100_000) : random.Next(60)];
                    random.NextBytes(state);
                    var entity = (state, (long)step, written + random.Next(2));
                    expected.Add(text, entity);
                    resting.Add(key, state, entity.Item2, entity.Item3);
                    break;
                case < 8:
                    Assert.Equal(expected.Remove(text, out var known), resting.TryTake(key, out var taken));
                    if (known.State is null) break;
                    Assert.Equal(key, taken.Key.ToArray());
                    Assert.Equal(known.State, taken.State.ToArray());
                    Assert.Equal((known.SequenceNr, known.ChangedAt), (taken.SequenceNr, taken.ChangedAt));
                    break;
                case 8:
                    foreach (var (given, bytes) in lent) Assert.Equal(bytes, Convert.ToHexString(given.Bytes.Span));
                    lent.Clear();
                    var changed = resting.ChangedSince(written).ToList();
                    Assert.Equal(
                        expected.Where(e => e.Value.ChangedAt > written).Select(e => e.Key).Order(),
                        changed.Select(s => Encoding.UTF8.GetString(s.Key.Span)).Order());
                    if (random.Next(2) is 0) lent.AddRange(changed.Select(s => (s, Convert.ToHexString(s.Bytes.Span))));
                    written++;
                    break;
                default:
                    if (resting.Evict(written) == 0) break;
                    evicted++;
                    var gone = Assert.Single(expected, e => !resting.Contains(Encoding.UTF8.GetBytes(e.Key)));
                    Assert.True(gone.Value.ChangedAt <= written);
                    expected.Remove(gone.Key);
                    break;
            }
            Assert.Equal(expected.Count, resting.Count);
            Assert.Equal(expected.Sum(e => Encoding.UTF8.GetByteCount(e.Key) + e.Value.State.Length), resting.Bytes);
            Assert.Equal(expected.ContainsKey(text), resting.Contains(key));
        }
    }, runs: 1_000);

    [Fact]
    public void What_was_given_out_stays_while_others_move()
    {
        var resting = new RestingStates(() => true);
        resting.Add("kept"u8, "state"u8, 1, 1);
        var kept = resting.ChangedSince(0).Single();
        for (var i = 0; i < 40_000; i++)
        {
            resting.Add("other"u8, new byte[100], 1, 1);
            resting.TryTake("other"u8, out _);
        }

        Assert.Equal("state"u8.ToArray(), kept.State.ToArray());
        Assert.True(resting.TryTake("kept"u8, out var taken));
        Assert.Equal("state"u8.ToArray(), taken.State.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_left_moves_together_unharmed(bool lent)
    {
        var random = new Random(1);
        var resting = new RestingStates(() => lent);
        var expected = new Dictionary<int, byte[]>();
        for (var step = 0; step < 100_000; step++)
        {
            var number = random.Next(5000);
            var key = BitConverter.GetBytes(number);
            if (expected.Remove(number, out var known))
            {
                Assert.True(resting.TryTake(key, out var taken));
                Assert.Equal(known, taken.State.ToArray());
                continue;
            }
            var state = new byte[random.Next(1000) is 0 ? random.Next(200_000) : random.Next(600)];
            random.NextBytes(state);
            expected.Add(number, state);
            resting.Add(key, state, step, 1);
        }
        Assert.Equal(expected.Count, resting.Count);
        foreach (var (number, state) in expected)
        {
            Assert.True(resting.TryTake(BitConverter.GetBytes(number), out var taken));
            Assert.Equal(state, taken.State.ToArray());
        }
    }
}
