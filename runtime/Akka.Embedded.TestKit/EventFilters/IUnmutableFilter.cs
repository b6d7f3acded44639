namespace Akka.TestKit;

/// <summary>A filter in force until it is disposed of.</summary>
public interface IUnmutableFilter : IDisposable
{
    void Unmute();
}
