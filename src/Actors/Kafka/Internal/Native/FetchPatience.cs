using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>
/// How long the brokers may hold a fetch that has nothing to bring. One is under way to each broker at a time: while those partitions that
/// have nothing new wait there, one with records whose queue was full when it left gets no more. So it is short while records come, and
/// long when none have for a while: an idle member then asks once a second, and is answered at once when something comes.
/// </summary>
/// <remarks>
/// librdkafka reads the setting for each fetch from the client's configuration, which it gives out to be read; that it can be set there at
/// run time is not promised. Where it can't, fetches stay short.
/// </remarks>
internal sealed unsafe class FetchPatience(nint client, bool adapts, TimeProvider time, ILogger log)
{
    public const int ShortMs = 50;
    public const int LongMs = 1000;

    private const int ErrorLength = 256;
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(2);

    private long _since = time.GetTimestamp(); // of the poll thread
    private volatile bool _adapts = adapts;
    private volatile bool _seen;
    private volatile bool _long;

    /// <summary>Records have come. From any thread.</summary>
    public void Read()
    {
        if (!_seen) _seen = true;
        if (_long) Set(false);
    }

    /// <summary>On the poll thread, now and then.</summary>
    public void Look()
    {
        if (_seen)
        {
            _seen = false;
            _since = time.GetTimestamp();
        }
        else if (_adapts && !_long && time.GetElapsedTime(_since) >= IdleAfter) Set(true);
    }

    private void Set(bool longer)
    {
        _long = longer;
        var value = (longer ? LongMs : ShortMs).ToString(CultureInfo.InvariantCulture);
        var error = stackalloc byte[ErrorLength];
        if (Librdkafka.rd_kafka_conf_set(Librdkafka.rd_kafka_conf(client), "fetch.wait.max.ms", value, error, ErrorLength) == 0) return;
        _adapts = _long = false;
        KafkaLog.FetchWaitStays(log);
    }
}
