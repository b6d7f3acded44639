namespace Akka.Events.Handling.Internal.Failures;

/// <summary>Which exceptions are of a class.</summary>
internal abstract class ExceptionRule(ExceptionClass @class)
{
    public ExceptionClass Class { get; } = @class;

    public abstract bool Fits(Exception failure);
}

internal sealed class ExceptionRule<TException>(ExceptionClass @class, Func<TException, bool>? when) : ExceptionRule(@class)
    where TException : Exception
{
    public override bool Fits(Exception failure)
    {
        try
        {
            return failure is TException fitting && when?.Invoke(fitting) is not false;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
