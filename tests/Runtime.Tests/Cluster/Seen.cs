using System.Threading.Channels;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>What the actors of a test have reported, in order.</summary>
internal sealed class Seen
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<object> _all = Channel.CreateUnbounded<object>();

    public void Add(object item) => _all.Writer.TryWrite(item);

    /// <summary>The next report; none within a minute is a <see cref="TimeoutException"/>.</summary>
    public async Task<object> NextAsync() => await _all.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<object[]> NextAsync(int count)
    {
        var items = new object[count];
        for (var i = 0; i < count; i++) items[i] = await NextAsync();
        return items;
    }

    /// <summary>The first report of a type, those before it skipped.</summary>
    public async Task<T> FirstAsync<T>()
    {
        while (true)
            if (await NextAsync() is T found) return found;
    }
}
