#nullable enable
namespace Akka.Hosting;

public enum TriStateValue
{
    None,
    All,
    Some,
}
