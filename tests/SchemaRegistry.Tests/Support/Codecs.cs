using System.Buffers;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.SchemaRegistry.Tests.Support;

/// <summary>Reads and writes once the codec is ready, as the event path does.</summary>
internal static class Codecs
{
    public static byte[] Bytes<T>(this ICodec<T> codec, T @event) => OnceReady(() =>
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(@event, output);
        return output.WrittenSpan.ToArray();
    });

    public static T Event<T>(this ICodec<T> codec, byte[] bytes) => OnceReady(() => codec.Decode(bytes));

    private static TResult OnceReady<TResult>(Func<TResult> call)
    {
        while (true)
        {
            try
            {
                return call();
            }
            catch (CodecNotReadyException e)
            {
                Assert.True(e.Ready.Wait(TimeSpan.FromMinutes(1)));
            }
        }
    }
}
